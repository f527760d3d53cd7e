#include "regulation/judge_people.h"

namespace seihon::regulation {

using record::Role;
using enum Authority;

namespace {

// All other steps change what a job, a record or a rule is; what is added to the list of steps
// counts as such until somebody puts it here.
bool changesNothing(Authority authority) {
    return authority == ViewRecord || authority == SearchRecords || authority == ExportRecord ||
           authority == ViewLog || authority == VerifyArchive ||
           // findings about others' work are what an auditor may write
           authority == CountersignConformity || authority == ReviewPeople ||
           authority == ReadObjections || authority == AuditProject;
}

// Steps that show what a patient's paper says.
bool showsPatients(Authority authority) {
    return authority == ViewRecord || authority == SearchRecords || authority == ExportRecord ||
           authority == Scan || authority == MarkPage || authority == Compare ||
           authority == IdentifyPatient || authority == AmendRecord || authority == InspectSample ||
           authority == KeepObjections || authority == ReadObjections || authority == KeepBox ||
           authority == SettleBox || authority == KeepLegalHolds || authority == InspectScan ||
           authority == AuditProject || authority == TellRetention;
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
        return !changesNothing(authority);
    case Role::Maintenance:
        return showsPatients(authority) || !changesNothing(authority) || authority == ReviewPeople;
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
