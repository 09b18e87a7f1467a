"""The writers of what the register itself keeps, and the undoing of what was done to its records."""

from hansei.blocks.register.actions import attaching as attaching
from hansei.blocks.register.actions import filling as filling
from hansei.blocks.register.actions import limiting as limiting
from hansei.blocks.register.actions import living as living
from hansei.blocks.register.actions import putting_back as putting_back
from hansei.blocks.register.actions import saved_views as saved_views
from hansei.blocks.register.actions import tagging as tagging
