#include "ledger/mirror_walk.h"

#include "ledger/entry_line.h"
#include "record/digest.h"
#include "record/fault.h"

#include <vector>

namespace seihon::ledger {

using record::FindingId;

void MirrorWalk::differs(const std::string& what, const Findings::Difference& difference) {
    const std::string name = m_files.fileOf(m_segment.value_or(0)).filename().string();
    m_findings.add(FindingId::EntryFileDiffers, "entries/" + name + ": " + what, difference);
}

void MirrorWalk::open(std::uint64_t segment) {
    m_segment = segment;
    m_visited.insert(segment);
    drop();
    m_reader.reset();
    try {
        m_reader = m_files.read(segment);
        if (!m_reader) {
            differs("the file is missing");
        }
    } catch (const record::Fault& fault) {
        differs(fault.what()); // a symlink, a folder, a file that cannot be read
    }
}

const std::optional<std::string>& MirrorWalk::peek() {
    if (!m_pending && m_reader) {
        try {
            m_pending = m_reader->next();
        } catch (const record::Fault& fault) {
            differs(fault.what());
            m_reader.reset(); // nothing after an unreadable place can be trusted to be a line
        }
    }
    return m_pending;
}

void MirrorWalk::compare(std::uint64_t sequence, const std::string& line) {
    const std::uint64_t segment = LineFiles::segmentOf(sequence);
    if (m_segment != segment) {
        leaveSegment(sequence, [sequence] { return sequence; });
        open(segment);
    }
    if (!m_reader) {
        return;
    }
    const std::string subject = "entry " + std::to_string(sequence);
    while (peek()) {
        const std::string found = *m_pending;
        if (found == line) {
            drop();
            return;
        }
        const auto named = sequenceIn(found);
        if (named && *named > sequence) {
            break; // it is a later entry's: this one's line is not there
        }
        drop();
        if (!named || *named == sequence) {
            differs(subject, {record::sha256(found).hex(), record::sha256(line).hex()});
            return;
        }
        differs("entry " + std::to_string(*named) + " stands where it does not belong");
    }
    if (m_reader) {
        differs(subject + " is missing");
    }
}

void MirrorWalk::leaveSegment(std::uint64_t compared,
                              const std::function<std::uint64_t()>& askSize) {
    std::vector<std::optional<std::uint64_t>> left; // what each line names
    while (m_reader && left.size() <= LineFiles::kLinesPerFile && peek()) {
        left.push_back(sequenceIn(*m_pending));
        drop();
    }
    const bool torn = m_reader && !m_reader->torn().empty();
    const std::uint64_t size = askSize();
    for (const auto& named : left) {
        if (!named || *named < compared || *named >= size) {
            differs((named ? "entry " + std::to_string(*named) : std::string("a line")) +
                    " is not in the database");
        }
    }
    if (left.size() > LineFiles::kLinesPerFile) {
        differs("holds more lines than belong into one file");
    } else if (torn && size <= compared) { // else it may be a line that is being written
        differs("ends in a torn line");
    }
}

void MirrorWalk::finish(std::uint64_t compared, const std::function<std::uint64_t()>& askSize) {
    if (m_segment) {
        leaveSegment(compared, askSize);
    }
    // A newest file that no line led to: begun by another writer, or slipped in.
    const std::uint64_t newest = LineFiles::segmentOf(askSize());
    if (!visited(newest) && m_files.exists(newest)) {
        open(newest);
        leaveSegment(compared, askSize);
    }
    m_reader.reset();
}

} // namespace seihon::ledger
