"""The local settings of the department."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from postorders.desk.base.page import page
from postorders.desk.people import acts, designation, forms
from postorders.desk.people.models import Department


@page("chief", "administrator")
def settings(request: HttpRequest) -> HttpResponse:
    """What the department decides for itself, each labeled as such."""
    department = Department.objects.get(id=request.person.department)
    form = forms.SettingsForm(department, designation.kinds(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        changes = form.changes()
        if not changes or forms.attempt(form, lambda: acts.change_settings(request.person, changes)):
            messages.success(request, _("Saved."))
            return redirect("settings")
    return render(request, "people/settings.html", {"form": form})
