#pragma once

#include "station_home.h"

#include <string>

namespace seihon::cli_test {

// A demo home whose regulation, put into force by its people, lets paper go at once after sealing:
// everything else that is asked for stays.
class PaperHome : public StationHome {
  public:
    PaperHome();

    // A laboratory report, accepted and sealed; gives its record's id.
    std::string sealedReport() const;
    // … completed, verified, and its paper in a box
    std::string fitToGo(const std::string& box = "B-1") const;
    Result propose(const std::vector<std::string>& records,
                   const std::string& user = "records") const;
    void expectReplayed() const;
};

} // namespace seihon::cli_test
