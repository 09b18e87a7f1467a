from django.apps import AppConfig


class DoorsConfig(AppConfig):
    name = "hansei.doors"
    label = "doors"
