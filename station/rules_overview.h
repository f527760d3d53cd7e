#pragma once

#include "regulation/clauses.h"
#include "station/regulation_desk.h"
#include "station/trust_rows.h"
#include "station/trust_statement.h"

#include <array>
#include <optional>
#include <vector>

namespace seihon::station {

// The regulation in force in words, and how the hospital's own file stands to it.
struct RulesOverview {
    std::string version, hospital;
    record::Digest digest;
    std::optional<record::Actor> activatedBy;
    record::Instant since{};
    std::array<std::vector<regulation::Clause>, 2> clauses; // by language
    record::Verdict file;
    std::filesystem::path ownFile; // what the hospital edits
    regulation::Calendar calendar;
};

RulesOverview rulesOf(Station& station);

// A proposed regulation against the one in force, in both languages.
struct ProposalView {
    Proposal proposal;
    std::array<std::vector<regulation::Difference>, 2> differences;
};

// Faults: NotFound, ConfigInvalid.
ProposalView viewProposal(Station& station, const Session& session,
                          const std::filesystem::path& file);

// What is believed, until when, and whether a person accepted it as it is now.
struct TrustOverview {
    std::vector<TrustRow> rows;
    record::Verdict verdict; // against the regulation
    std::optional<TrustAcceptance> accepted;
    bool asAccepted = false;
};

// Faults: ConfigInvalid, NotFound.
TrustOverview trustOf(Station& station);

} // namespace seihon::station
