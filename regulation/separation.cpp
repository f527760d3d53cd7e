#include "regulation/judge_people.h"

namespace seihon::regulation {

using record::Role;
using enum Authority;

namespace {

// Steps that change what a job or a record is.
const std::set<Authority>& changing() {
    static const std::set<Authority> kChanging{Register,
                                               Open,
                                               Scan,
                                               MarkPage,
                                               Compare,
                                               Submit,
                                               Accept,
                                               SendBack,
                                               Excuse,
                                               Convert,
                                               Seal,
                                               Abandon,
                                               Work,
                                               QualifyDevice,
                                               ManagePeople,
                                               ApproveRegulation,
                                               ActivateRegulation,
                                               RecordConformity,
                                               IdentifyPatient,
                                               KeepEnvelope,
                                               AmendRecord,
                                               WithdrawRecord,
                                               CloseIncident,
                                               DrawSample,
                                               InspectSample,
                                               PlacePaper,
                                               ReleasePaper,
                                               PlanProject,
                                               ApproveProject,
                                               RunProject,
                                               KeepObjections};
    return kChanging;
}

// Steps that show what a patient's paper says.
bool showsPatients(Authority authority) {
    return authority == ViewRecord || authority == SearchRecords || authority == ExportRecord ||
           authority == Scan || authority == MarkPage || authority == Compare ||
           authority == IdentifyPatient || authority == AmendRecord || authority == InspectSample ||
           authority == KeepObjections || authority == ReadObjections;
}

} // namespace

bool confirms(Authority authority) {
    return authority == Accept || authority == Excuse || authority == Seal;
}

bool canBreakGlassFor(Authority authority) {
    static const std::set<Authority> kOpened{Register, Open,    Scan,       MarkPage,
                                             Compare,  Convert, ViewRecord, SearchRecords};
    return kOpened.contains(authority);
}

bool separatedFrom(Role role, Authority authority) {
    switch (role) {
    case Role::Administrator:
        return showsPatients(authority) || confirms(authority) || authority == Submit ||
               authority == ReviewPeople; // a review of one's own work is none
    case Role::Auditor:
        return changing().contains(authority);
    case Role::Maintenance:
        return showsPatients(authority) || changing().contains(authority) ||
               authority == ReviewPeople;
    case Role::Station:
        return confirms(authority) || authority == ManagePeople || authority == ReviewPeople;
    case Role::Registrar:
    case Role::ScanOperator:
        return authority == ManagePeople || authority == ReviewPeople;
    case Role::InformationCreationManager:
    case Role::RecordsSupervisor:
        return false;
    }
    return true;
}

} // namespace seihon::regulation
