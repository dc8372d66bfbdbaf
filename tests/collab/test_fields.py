"""How a field of a form is drawn: its label, hint and error belong to it, and the summary leads to each mistake."""

import re

from django import forms
from django.template import Context, Template


class MeetingForm(forms.Form):
    """A form with every kind of field."""

    what = forms.CharField(label="What happened", help_text="In one line.", max_length=5)
    mode = forms.ChoiceField(label="How", choices=[("a", "Call"), ("b", "Visit")], widget=forms.RadioSelect)
    told = forms.BooleanField(label="They know", required=False)
    id = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        """A mistake of no single field."""
        raise forms.ValidationError("These two do not go together.")


def rendered(template: str, **context: object) -> str:
    """A template with our tags, in one line."""
    return re.sub(r"\s+", " ", Template("{% load ui %}" + template).render(Context(context)))


def test_field_links_label_hint_error_and_input() -> None:
    html = rendered("{% field form.what %}", form=MeetingForm({"what": "too long <b>"}))
    assert '<label for="id_what">What happened</label>' in html
    assert '<p class="hint" id="id_what_helptext">In one line.</p>' in html
    assert 'id="id_what_error"' in html
    assert 'aria-describedby="id_what_helptext id_what_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'value="too long &lt;b&gt;"' in html


def test_group_of_choices_is_a_fieldset_with_a_legend() -> None:
    html = rendered('{% field form.mode look="words" %}', form=MeetingForm({}))
    assert "<legend>How</legend>" in html
    assert '<fieldset class="field invalid" aria-describedby="id_mode_error">' in html
    assert html.count('type="radio"') == 2


def test_hidden_field_is_only_its_input() -> None:
    html = rendered("{% field form.id %}", form=MeetingForm(initial={"id": "u1"}))
    assert html.strip() == '<input type="hidden" name="id" value="u1" id="id_id">'


def test_error_summary_leads_to_each_field() -> None:
    html = rendered("{% errors form %}", form=MeetingForm({"what": "a"}))
    assert "There are 2 things to correct" in html
    assert '<a href="#id_mode_0">How: This field is required.</a>' in html
    assert "<li>These two do not go together.</li>" in html


def test_no_error_summary_without_errors() -> None:
    assert rendered("{% errors form %}", form=MeetingForm()).strip() == ""
