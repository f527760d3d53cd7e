#include "station/rules_overview.h"

namespace seihon::station {

using record::Language;

namespace {

constexpr std::array kLanguages{Language::Japanese, Language::English};
constexpr std::chrono::days kTrustEndsSoon{180}; // a new root takes months to come

std::size_t clausePlaceOf(Language language) {
    return static_cast<std::size_t>(language);
}

} // namespace

RulesOverview rulesOf(Station& station) {
    RulesOverview overview;
    const std::optional<record::Entry> activation = RegulationDesk(station).newestActivation();
    const regulation::Regulation& rules = station.regulation();
    overview.version = rules.version;
    overview.hospital = rules.hospital;
    overview.digest = rules.digest;
    overview.calendar = rules.calendar;
    if (activation) {
        overview.activatedBy = activation->what.actor;
        overview.since = activation->at;
    }
    for (const Language language : kLanguages) {
        overview.clauses[clausePlaceOf(language)] = regulation::clausesOf(rules, language);
    }
    overview.file = regulationFileStanding(station.home(), rules);
    overview.ownFile = station.home().regulationFile();
    return overview;
}

ProposalView viewProposal(Station& station, const Session& session,
                          const std::filesystem::path& file) {
    const RegulationText text = readRegulation(file);
    ProposalView view;
    view.proposal = RegulationDesk(station).look(session, text);
    for (const Language language : kLanguages) {
        view.differences[clausePlaceOf(language)] =
            regulation::differencesOf(station.regulation(), text.regulation, language);
    }
    return view;
}

TrustOverview trustOf(Station& station) {
    const signing::Trust trust = station.trust();
    TrustOverview overview;
    overview.rows = trustRows(trust, record::readClock(), kTrustEndsSoon);
    overview.verdict = config::compareTrust(station.regulation(), trust.file);
    overview.accepted = TrustDesk(station).newest();
    overview.asAccepted =
        overview.accepted && overview.accepted->digest == trustDigest(station.home().trust());
    return overview;
}

} // namespace seihon::station
