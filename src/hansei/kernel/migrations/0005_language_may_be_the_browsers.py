from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0004_lean_indexes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='account',
            name='language',
            field=models.CharField(blank=True, default='', max_length=10, verbose_name='language'),
        ),
    ]
