#pragma once

#include "model_station.h"

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace seihon::regulation {

// One side that was captured, and what was said of it later.
struct Capture {
    record::Json facts;
    std::string mark = "none";
    std::string reason;
    bool turned = false;
};

struct Leaf { // capture ids; empty: there is none
    std::string front, back;
};

// What the raw entries of one paper say, read without the fold; who may do what is judged on the
// way.
class PaperTrail {
  public:
    PaperTrail(std::span<const record::Entry> entries, std::span<const ModelPerson> people)
        : m_entries(entries), m_people(people) {}
    virtual ~PaperTrail() = default;

    std::vector<std::string> wrongs();

  protected:
    virtual void judgeSealed(const record::Entry& entry) = 0;
    void wrong(const std::string& what) { m_wrongs.push_back(what); }
    const ModelPerson* person(const std::string& user) const;

  private:
    void judgeRight(const record::Entry& entry);
    void read(const record::Entry& entry);
    void capture(const record::Entry& entry);
    void setAside(const record::Entry& entry);
    void accept(const record::Entry& entry);
    void touch(const char* what);

  protected:
    std::span<const record::Entry> m_entries;
    std::span<const ModelPerson> m_people;
    std::vector<std::string> m_wrongs;

    record::Instant m_newest{};
    record::Json m_original;
    std::string m_class;
    record::Json m_amends; // null: nothing was sealed of it before
    std::int64_t m_corrections = 0;
    bool m_scannedHere = false;
    std::string m_openedBy, m_preparedBy, m_submittedBy;
    std::set<std::string> m_scannedBy;
    std::int64_t m_prepared = -1; // sheets counted
    bool m_scanBeforePrepared = false;
    bool m_running = false;
    std::map<std::string, Capture> m_captures; // live
    std::vector<Leaf> m_leaves;                // the place is the number of the sheet, from 0
    std::string m_compared;                    // empty: not since the last image
    bool m_submitted = false;
    std::optional<std::string> m_accepted;
    std::optional<record::Entry> m_excuse;
    std::optional<record::Entry> m_start;
};

} // namespace seihon::regulation
