#pragma once

#include "regulation/clauses.h"
#include "station/station.h"

namespace seihon::station {

// The regulation and its changes [A9]: what the hospital edits is `regulation.toml`; in force is
// what the newest RegulationActivated entry names, kept by its digest for ever.

// How regulation.toml stands to the one in force. A warning when it was changed and not activated,
// or cannot be read: it is neither used nor passed over in silence.
record::Verdict regulationFileStanding(const Home& home, const regulation::Regulation& inForce);

// The same for a process that has opened no station: nothing when there is no home to look at.
record::Verdict regulationNotice(const std::filesystem::path& root) noexcept;

// A regulation as it stands in a file, and as the approvals name it.
struct RegulationText {
    std::string bytes;
    regulation::Regulation regulation;
};

// Faults: NotFound, ConfigInvalid with {file, line, reason}.
RegulationText readRegulation(const std::filesystem::path& file);

struct ApprovalOutcome {
    record::Verdict verdict;
    record::Digest digest;
    std::string version;
};

struct ActivationOutcome {
    record::Verdict verdict;
    record::Digest digest;
    std::string version;
    std::vector<regulation::Difference> differences; // from the one before
};

// A regulation that may come into force, as whoever decides about it wants to see it before.
struct Proposal {
    record::Digest digest;
    std::string version, hospital;
    bool isInForce = false;
    std::vector<record::Entry> approvals; // oldest first
    record::Verdict verdict;              // what activating it now would say to this person
};

class RegulationDesk {
  public:
    explicit RegulationDesk(Station& station) : m_station(station) {}

    // `what`: a file, or the digest of one that somebody approved before or that regulation.toml
    // holds. The bytes are kept before the entry names them. Faults: NotFound, ConfigInvalid.
    ApprovalOutcome approve(const Session& session, const std::string& what);
    // Judged by the regulation in force: who may, and whose approvals are there. Jobs that are open
    // keep theirs. Faults: NotFound, ConfigInvalid, Usage when it is in force already.
    ActivationOutcome activate(const Session& session, const std::filesystem::path& file,
                               record::Language language);
    // The same judgement without the act; nothing is logged. Faults: NotFound, ConfigInvalid.
    Proposal look(const Session& session, const RegulationText& text);
    // What put the regulation in force there, and takes it when another process did so.
    std::optional<record::Entry> newestActivation();
    // Approvals of one regulation, oldest first.
    std::vector<record::Entry> approvalsOf(const record::Digest& digest);

  private:
    RegulationText find(const std::string& what) const;
    void keep(const RegulationText& text) const;
    bool isFirst();
    record::Verdict judge(const RegulationText& text, const record::Actor& proposer,
                          const std::vector<record::Entry>& approvals, record::Instant now);

    Station& m_station;
};

} // namespace seihon::station
