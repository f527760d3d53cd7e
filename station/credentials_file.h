#pragma once

#include "identity/credentials.h"
#include "station/home.h"

namespace seihon::station {

// The file of passwords and one-time codes. None when there is no file. Faults: ConfigInvalid, also
// when others than its owner may read it.
identity::Credentials readCredentials(const Home& home);

// Durable, 0600 from its first byte; what was in memory of it is wiped.
void writeCredentials(const Home& home, const identity::Credentials& credentials);

} // namespace seihon::station
