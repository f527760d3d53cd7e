#pragma once

#include "station_home.h"

#include <string>

namespace seihon::cli_test {

// A demo home with a plan of old paper that nothing is missing from: clerk scans, pharmacist
// inspects; admin lays it down, manager and records approve, records starts.
class ProjectHome : public StationHome {
  public:
    ProjectHome();

    // The plan, whole; and with one line replaced by another.
    std::string plan() const;
    std::string planWith(const std::string& from, const std::string& to) const;
    Result lay(const std::string& text, const std::string& project = {}) const;
    std::string planned() const;  // the project's id
    std::string approved() const; // by two persons
    std::string running() const;

    // A consent for this project; gives its id.
    std::string agrees(const std::string& project, const std::string& patient) const;
    std::string objects(const std::string& patient) const;
    // A registered job of one sheet of old paper.
    std::string oldPaper(const std::string& patient) const;
    // … opened under the project, scanned, compared, submitted, accepted
    std::string uninspected(const std::string& project, const std::string& patient) const;
    // … the drawn pages seen by the pharmacist, and approved
    std::string inspected(const std::string& job) const;
    // … all of this
    std::string accepted(const std::string& project, const std::string& patient) const;
    std::string scanned(const std::string& job) const; // from Open on, to accepted
    // A path below the home's parent that nothing is at.
    std::filesystem::path newPath(const std::string& name) const;

    void expectReplayed() const;

  private:
    mutable int m_sheets = 1; // laid so far, 9 at most; the first is a letter of today
    mutable int m_paths = 0;
};

} // namespace seihon::cli_test
