"""The writers of what the register itself keeps."""

from hansei.blocks.register.actions import saved_views as saved_views
