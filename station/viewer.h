#pragma once

#include <string>
#include <utility>

namespace seihon::station {

struct Session;

// Who looks at something [F5]: a person who logged in, somebody who says to be one, or (neither)
// the program itself. Care is not blocked by a missing login [B6]; the entry says how it was.
struct Viewer {
    Viewer() = default;
    Viewer(std::string whoSaysSo) : saidToBe(std::move(whoSaysSo)), isPerson(true) {}
    Viewer(const char* whoSaysSo) : saidToBe(whoSaysSo), isPerson(true) {}
    Viewer(const Session& loggedIn) : session(&loggedIn), isPerson(true) {}

    std::string saidToBe; // not proven; empty: nobody said
    const Session* session = nullptr;
    bool isPerson = false;
};

} // namespace seihon::station
