"""Who signs for many organisations at once is who signs for each."""

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.services.actor_roles import leads_of
from scheduler.accounts.services.organisations import close_organisation
from scheduler.content.services.signatory_editors import editors_of_signatories
from tests import factories
from tests.content.stage import DUE, Stage


def test_leads_sign_and_for_one_who_is_away_the_deputy_of_the_same_organisation(stage: Stage):
    lead, second = stage.people["port_lead"], factories.person(stage.session, "Zoe", (stage.port, MemberRole.LEAD))
    lead.away_until, lead.deputy_id = DUE, stage.id("port_editor")
    second.away_until, second.deputy_id = DUE, stage.id("far_lead")
    stage.people["lead"].deputy_id = stage.id("editor")
    close_organisation(stage.session, stage.far, (), None, stage.now)
    rows = (stage.bay, stage.port, stage.kaagapay, stage.far)

    editors = editors_of_signatories(stage.session, [row.id for row in rows], stage.now)

    assert {ident: tuple(sorted(team.signers)) for ident, team in editors.items()} == {
        stage.bay.id: (stage.id("lead"),),
        stage.port.id: tuple(sorted([lead.id, second.id, stage.id("port_editor")])),
        stage.kaagapay.id: (stage.id("manila_lead"),),
        stage.far.id: (),
    }
    assert {ident: tuple(sorted(team.organisation.leads)) for ident, team in editors.items()} == {
        row.id: leads_of(stage.session, row.id) for row in rows
    }
    assert editors[stage.port.id].stands_in_for == {stage.id("port_editor"): lead.id}
    assert [row.name for row in rows if editors[row.id].organisation.is_closed] == ["Far Hills"]
