#include "station/people_overview.h"

#include "station/rights.h"

#include <algorithm>

namespace seihon::station {

PeopleOverview overviewOf(Station& station) {
    const record::Instant now = record::readClock();
    PeopleOverview overview;
    overview.check = People(station).check();
    for (PersonRow& row : People(station).list()) {
        PersonOverview one;
        const config::Person& person = row.person;
        one.appointed = std::any_of(
            person.appointments.begin(), person.appointments.end(),
            [&](const regulation::Appointment& term) { return regulation::inForce(term, now); });
        one.locked = row.lockOut.locked(now);
        Session session{person, {}, {}};
        session.way = person.certificateSha256 == record::Digest{} ? regulation::LoginWay::Password
                                                                   : regulation::LoginWay::Card;
        one.may = rightsOf(station, session, now);
        for (const record::Finding& finding : overview.check.findings) {
            if (finding.subject == person.user || finding.subject.starts_with(person.user + ": ")) {
                one.about.add(finding);
            }
        }
        one.row = std::move(row);
        overview.people.push_back(std::move(one));
    }
    return overview;
}

} // namespace seihon::station
