#pragma once

#include "ledger/findings.h"
#include "ledger/line_files.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>

namespace seihon::ledger {

// Walks one row of append-only files beside the database's lines, in order, and names every
// difference. Each file line is matched by the sequence it names, so one deleted line is one
// finding and not one for each line after it.
class MirrorWalk {
  public:
    MirrorWalk(const LineFiles& files, Findings& findings) : m_files(files), m_findings(findings) {}

    // The database holds this line for that sequence, and the files must.
    void compare(std::uint64_t sequence, const std::string& line);
    // Names what is left over. Lines from `compared` to below the database's size are other
    // writers' and fine; the size is asked after the file was read to its end, because those go on
    // writing.
    void finish(std::uint64_t compared, const std::function<std::uint64_t()>& askSize);
    bool visited(std::uint64_t segment) const { return m_visited.contains(segment); }

  private:
    void open(std::uint64_t segment);
    void leaveSegment(std::uint64_t compared, const std::function<std::uint64_t()>& askSize);
    const std::optional<std::string>& peek();
    void drop() { m_pending.reset(); }
    void differs(const std::string& what, const Findings::Difference& difference = {});

    const LineFiles& m_files;
    Findings& m_findings;
    std::optional<std::uint64_t> m_segment;
    std::optional<LineReader> m_reader;
    std::optional<std::string> m_pending;
    std::set<std::uint64_t> m_visited;
};

} // namespace seihon::ledger
