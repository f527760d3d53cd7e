#pragma once

#include "dicom-net/exchange.h"

#include <set>
#include <string>
#include <vector>

// Private to Deliveries: what an archive holds, beside what it was sent.
namespace seihon::station {

// Keywords of PS3.6, each once.
struct SentAndHeld {
    std::set<std::string> found;    // SOP instance UIDs that it knows
    std::set<std::string> compared; // what it showed
    std::set<std::string> changed;  // what is another over there, or not shown though it must be
};

// `items` is the answer to a Find with the files that were sent. C-FIND shows a few attributes of
// patient, study and instance (PS3.4 C.6.2.1); pixels and all others stay unseen.
SentAndHeld compareWithSent(const std::vector<dicom_net::RawItem>& items);

// "PatientID, StudyInstanceUID"
std::string listed(const std::set<std::string>& keywords);

} // namespace seihon::station
