#pragma once

#include "project_home.h"

#include <string>
#include <vector>

namespace seihon::cli_test {

// A running project and a box of old paper under it, with a folder for each of three patients.
class BatchHome : public ProjectHome {
  public:
    BatchHome();
    // With an index of its own (TOML or CSV), whose patients have all agreed.
    BatchHome(const std::vector<std::string>& patients, const std::string& index);

    const std::string& project() const { return m_project; }
    const std::string& box() const { return m_box; }

    // The index sheets of three folders: 1 (tabs of 2 and 1), 2 (2), 3 (1 sheets).
    static std::string index();
    // "box VERB BOX …", "folder VERB BOX …"
    Result act(const std::string& user, const std::string& verb,
               const std::vector<std::string>& more = {}) const;
    record::Json shown() const;

    // Lays a stack on top of what lies in the tray already: "1-2" is the separator of folder 1, tab
    // 2 of this box, "other" one of `otherBox`, "p3" or "s217" a sheet of paper; each gets the next
    // number ("0007"), and "p3!jam 0.5" an event. Gives the number of the first. All is small, and
    // separators are the part of them that counts, unless `useWholeSheets` was said: sheets of full
    // size would take the day.
    int layStack(const std::vector<std::string>& sheets) const;
    // All that left the tray from this sheet on.
    void putBackFrom(int sheet) const;
    Result feed(const std::vector<std::string>& more = {}) const;
    // Separators as `box separators` prints them, and the scan area of the class.
    void useWholeSheets();
    void otherBox(const std::string& box) { m_other = box; }
    std::vector<std::string> troubles() const; // of exceptions, in order
    std::string jobOf(std::size_t folder, std::size_t tab) const;
    // Compared, submitted by the clerk, accepted by the manager, inspected by the pharmacist.
    void finished(const std::string& job) const;
    // The place in `box show`: of a folder from 1, all of it; the sum's member.
    std::int64_t sum(const char* member, std::size_t folder = 0) const;

  private:
    std::string pngOf(const std::string& sheet) const;
    std::string slipOf(const std::string& box, const std::string& folder,
                       const std::string& tab) const;
    std::filesystem::path pool() const { return path().parent_path() / "pool"; }
    std::string m_project, m_box, m_other;
    bool m_whole = false;
    mutable int m_laid = 0;
};

} // namespace seihon::cli_test
