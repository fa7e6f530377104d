
import diwan.kernel.multilingual
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


# The names are looked up in memory by each process. A stamp, renewed by the database whenever a correspondent or a
# state changes and seen when that change is committed, says whether what a process holds is still so.
STAMP = """
CREATE TABLE directory_stamp (single boolean PRIMARY KEY DEFAULT true CHECK (single), stamp uuid NOT NULL);
INSERT INTO directory_stamp (stamp) VALUES (gen_random_uuid());
CREATE FUNCTION directory_renew_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO directory_stamp (stamp) VALUES (gen_random_uuid())
    ON CONFLICT (single) DO UPDATE SET stamp = excluded.stamp;
    RETURN NULL;
END $$;
CREATE TRIGGER correspondents_renew_the_stamp AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON directory_correspondent
    FOR EACH STATEMENT EXECUTE FUNCTION directory_renew_stamp();
CREATE TRIGGER states_renew_the_stamp AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON directory_state
    FOR EACH STATEMENT EXECUTE FUNCTION directory_renew_stamp();
"""
WITHOUT_STAMP = """
DROP TRIGGER correspondents_renew_the_stamp ON directory_correspondent;
DROP TRIGGER states_renew_the_stamp ON directory_state;
DROP FUNCTION directory_renew_stamp();
DROP TABLE directory_stamp;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Formula',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paper', models.CharField(choices=[('letter', 'letter'), ('note_verbale', 'note verbale'), ('circular', 'circular'), ('memorandum', 'memorandum'), ('cable', 'cable')], max_length=20, verbose_name='paper')),
                ('kind', models.CharField(blank=True, choices=[('head_of_state', 'head of State'), ('head_of_government', 'head of Government'), ('ministry', 'ministry'), ('mission', 'permanent mission or embassy'), ('organisation', 'international organisation'), ('un_body', 'body of the United Nations'), ('institution', 'institution'), ('office', 'external office'), ('ngo', 'non-governmental organisation'), ('company', 'company'), ('person', 'private person')], max_length=20, verbose_name='kind of correspondent')),
                ('rank', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'routine'), (2, 'permanent representatives and heads of mission'), (3, 'ministers of foreign affairs'), (4, 'heads of State and Government')], null=True, verbose_name='rank')),
                ('language', models.CharField(max_length=5, verbose_name='language')),
                ('sender', models.CharField(blank=True, help_text='as within a sentence, with its article', max_length=200, verbose_name='how the house names itself')),
                ('everyone', models.CharField(blank=True, help_text='as within a sentence, where the paper goes to nobody in particular', max_length=200, verbose_name='all addressees together')),
                ('style', models.CharField(blank=True, max_length=200, verbose_name='style of the addressee')),
                ('salutation', models.CharField(blank=True, max_length=200, verbose_name='salutation')),
                ('opening', models.TextField(blank=True, verbose_name='opening')),
                ('closing', models.TextField(blank=True, verbose_name='closing')),
                ('courtesy', models.TextField(blank=True, verbose_name='formula of courtesy')),
                ('lines', models.JSONField(default=list, verbose_name='lines of the address')),
                ('signed', models.CharField(choices=[('signature', 'signed'), ('initials', 'initialled only')], default='signature', max_length=10, verbose_name='signature')),
                ('by_hand', models.BooleanField(default=False, editable=False, verbose_name='changed by hand')),
            ],
            options={
                'verbose_name': 'formula of courtesy',
                'verbose_name_plural': 'formulas of courtesy',
                'ordering': ['paper', 'language', 'kind', '-rank'],
                'constraints': [models.UniqueConstraint(fields=('paper', 'kind', 'rank', 'language'), name='one_formula_for_each_case', nulls_distinct=False, violation_error_message='There is a formula for this paper, addressee and language. Change that one.'), models.CheckConstraint(condition=models.Q(models.Q(('paper', 'note_verbale'), _negated=True), ('signed', 'initials'), _connector='OR'), name='a_note_verbale_is_only_initialled', violation_error_message='A note verbale bears initials and no signature.')],
            },
        ),
        migrations.CreateModel(
            name='Correspondent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(blank=True, editable=False, max_length=40, null=True, unique=True, verbose_name='code')),
                ('automatic', models.BooleanField(default=False, editable=False, verbose_name='from the profile')),
                ('kind', models.CharField(choices=[('head_of_state', 'head of State'), ('head_of_government', 'head of Government'), ('ministry', 'ministry'), ('mission', 'permanent mission or embassy'), ('organisation', 'international organisation'), ('un_body', 'body of the United Nations'), ('institution', 'institution'), ('office', 'external office'), ('ngo', 'non-governmental organisation'), ('company', 'company'), ('person', 'private person')], max_length=20, verbose_name='kind')),
                ('name', diwan.kernel.multilingual.MultilingualField(blank=True, default=diwan.kernel.multilingual.Texts, verbose_name='name')),
                ('rank', models.PositiveSmallIntegerField(choices=[(1, 'routine'), (2, 'permanent representatives and heads of mission'), (3, 'ministers of foreign affairs'), (4, 'heads of State and Government')], default=1, verbose_name='rank')),
                ('language', models.CharField(default='en', max_length=5, verbose_name='written to in')),
                ('address', diwan.kernel.multilingual.MultilingualField(blank=True, default=diwan.kernel.multilingual.Texts, verbose_name='address')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('fax', models.CharField(blank=True, max_length=40, verbose_name='fax')),
                ('channel', models.CharField(choices=[('post', 'post'), ('bag', 'diplomatic bag'), ('hand', 'by hand'), ('email', 'e-mail'), ('fax', 'fax'), ('portal', 'portal')], default='post', max_length=10, verbose_name='sent by')),
                ('salutation', diwan.kernel.multilingual.MultilingualField(blank=True, default=diwan.kernel.multilingual.Texts, verbose_name='salutation')),
                ('courtesy', diwan.kernel.multilingual.MultilingualField(blank=True, default=diwan.kernel.multilingual.Texts, verbose_name='formula of courtesy')),
                ('aliases', models.JSONField(blank=True, default=list, verbose_name='also called')),
                ('domains', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list, size=None, verbose_name='e-mail domains')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('folded', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, editable=False, size=None)),
                ('touched', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, editable=False, size=None)),
                ('state', models.CharField(choices=[('in_use', 'in use'), ('merged', 'merged into another'), ('closed', 'no longer written to')], default='in_use', editable=False, max_length=10, verbose_name='standing')),
                ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='correspondents', to='directory.state', verbose_name='State')),
                ('merged_into', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='directory.correspondent', verbose_name='merged into')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='correspondents', to='people.unit', verbose_name='unit of the house')),
            ],
            options={
                'verbose_name': 'correspondent',
                'verbose_name_plural': 'correspondents',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['folded'], name='directory_c_folded_6f1212_gin'), django.contrib.postgres.indexes.GinIndex(fields=['domains'], name='directory_c_domains_98f9d7_gin'), models.Index(fields=['kind', 'country'], name='directory_c_kind_24d5ff_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into__isnull', True)), _connector='OR'), name='a_merged_one_says_into_which'), models.CheckConstraint(condition=models.Q(('pk', models.F('merged_into')), _negated=True), name='nobody_is_merged_into_himself'), models.CheckConstraint(condition=models.Q(('rank__gte', 1), ('rank__lte', 4)), name='ranks_are_four'), models.CheckConstraint(condition=models.Q(('name', {}), _negated=True), name='a_correspondent_has_a_name'), models.UniqueConstraint(condition=models.Q(('automatic', True), ('country__isnull', False)), fields=('country', 'kind'), name='one_of_its_kind_for_each_state'), models.UniqueConstraint(condition=models.Q(('automatic', True), ('unit__isnull', False)), fields=('unit',), name='one_for_each_unit')],
            },
        ),
        migrations.RunSQL(STAMP, WITHOUT_STAMP),
    ]
