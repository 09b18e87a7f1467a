from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeasuresConfig(AppConfig):
    name = "hansei.rooms.measures"
    label = "measures"
    verbose_name = _("Measures")

    def ready(self) -> None:
        from hansei.kernel import shipped, triggers
        from hansei.rooms.measures import front as here
        from hansei.rooms.measures import information_card, pages
        from hansei.rooms.measures.actions.shipping import ship
        from hansei.ui import front, menu, places, shortcuts

        of_metric = "(SELECT source_id FROM kernel_identity WHERE id = OLD.metric_id)"
        triggers.protect("measures_formulaversion", of_metric)
        triggers.protect("measures_enteredvalue", of_metric)
        shipped.content("measures.catalogue", order=10, bring=ship)
        pages.declare()
        places.add("mining.data_set", "measures.information", 10, information_card.section)
        front.add("measures.exceptions", 0, here.exceptions, at="above")
        front.add("measures.waiting", 10, here.waiting)
        front.add("measures.figures", 5, here.figures, at="beside")
        front.add("measures.services", 10, here.services, at="below")
        back = menu.Group.LOOK_BACK
        menu.add(
            menu.Entry(back, _("Flow"), "route", "measures:flow", right="mining.see", order=20, tab=3),
            menu.Entry(back, _("Measures"), "chart-bar", "measures:measures", right="mining.see", order=30),
        )
        menu.add(
            menu.Entry(back, _("Service desk"), "headset", "measures:desk", right="mining.see", order=31),
        )
        shortcuts.add(
            "everywhere",
            _("Everywhere"),
            shortcuts.Shortcut("g w", _("Go to Flow"), "measures:flow"),
            shortcuts.Shortcut("g m", _("Go to Measures"), "measures:measures"),
        )
