#pragma once

#include "station/people.h"

#include <set>
#include <vector>

namespace seihon::station {

// One person as whoever looks after the list wants to see them.
struct PersonOverview {
    PersonRow row;
    bool appointed = false; // holds something now
    bool locked = false;    // must wait, or is shut
    // What the regulation lets them do now, logged in by their card, or by password without one.
    std::set<regulation::Authority> may;
    record::Verdict about; // what `user check` says of this person
};

struct PeopleOverview {
    std::vector<PersonOverview> people; // in the order of the file
    record::Verdict check;              // everything that `user check` says
};

PeopleOverview overviewOf(Station& station);

} // namespace seihon::station
