"""Survey: short questions to people who agreed to nothing: few, seldom, at the right time, and without a name.

A room declares questions (`declare`), opens surveys, and gives people links. The block samples, keeps the cap a person,
refuses the wrong time and the wrong question, and computes results with n and interval. No answer is tied to anybody:
an invitation does not even know whether it was used. Answers wait in a ballot box until five or more of whole weeks
are counted together.
"""

from hansei.blocks.survey.declaration import QUESTIONS, Question, Scale, declare

__all__ = ["QUESTIONS", "Question", "Scale", "declare"]
