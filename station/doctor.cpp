#include "record/fault.h"
#include "regulation/judge_clock.h"
#include "signing/timestamp.h"
#include "station/anchors.h"
#include "station/archive_parts.h"
#include "station/audit_receivers.h"
#include "station/backups.h"
#include "station/card_use.h"
#include "station/clock_watch.h"
#include "station/conformity_desk.h"
#include "station/deliveries.h"
#include "station/emergency_looks.h"
#include "station/film_desk.h"
#include "station/findings.h"
#include "station/kept_files.h"
#include "station/media_desk.h"
#include "station/people.h"
#include "station/regulation_desk.h"
#include "station/replicas.h"
#include "station/station.h"
#include "station/temp_data.h"
#include "station/versions.h"
#include "station/witnesses.h"

#include <sys/timex.h>

#include <algorithm>

// Is the station fit for work? One line each; every line is measured now, nothing is remembered.
namespace seihon::station {

using record::Fault;
using record::FindingId;
using record::Severity;

namespace {

record::Verdict finding(FindingId id, Severity severity, record::Json measured = {},
                        record::Json required = {}, std::string unit = {}) {
    record::Verdict verdict;
    verdict.add(
        measuredFinding(id, severity, std::move(measured), std::move(required), std::move(unit)));
    return verdict;
}

// The kernel knows whether a time daemon disciplines the clock [F7].
bool clockSynchronised() {
    struct timex state {};
    return ::adjtimex(&state) != -1 && (state.status & STA_UNSYNC) == 0;
}

} // namespace

std::vector<HealthLine> Station::doctor() {
    std::vector<HealthLine> lines;
    const auto line = [&](std::string what, auto&& look) {
        HealthLine result{std::move(what), {}, {}};
        try {
            look(result);
        } catch (const Fault& fault) {
            result.detail = fault.what();
            result.verdict.merge(finding(FindingId::NotMeasured, Severity::Refuse, fault.what()));
        }
        lines.push_back(std::move(result));
    };
    line("device", [&](HealthLine& l) { examineDevice(l); });
    line("films", [&](HealthLine& l) { FilmDesk(*this).health(l); }); // [A4]
    line("card", [&](HealthLine& l) { examineCards(l); });
    line("trust", [&](HealthLine& l) {
        const signing::Trust believed = trust();
        l.detail = std::to_string(believed.file.profiles.size()) + " signer profiles, " +
                   std::to_string(believed.file.timestampServices.size()) +
                   " timestamp services, " + std::to_string(believed.crls.size()) +
                   " revocation lists";
        l.verdict = config::compareTrust(*m_regulation, believed.file);
    });
    line("regulation", [&](HealthLine& l) {
        l.detail = m_regulation->version + ", " + m_regulation->hospital;
        l.verdict = regulationFileStanding(m_home, *m_regulation);
        l.verdict.merge(judgeKeptFiles(m_home));
    });
    line("people", [&](HealthLine& l) {
        l.detail = std::to_string(m_people.size());
        l.verdict = People(*this).check();
    });
    line("timestamp", [&](HealthLine& l) { examineTimestamps(l); });
    line("clock", [&](HealthLine& l) {
        const record::ClockCheck now = measureClock();
        l.detail =
            record::formatLocal(now.at, m_regulation->calendar.utcOffset) + ", " + now.source;
        l.verdict = regulation::judgeClock(*m_regulation, latestEntryTime(), now.at);
        l.verdict.merge(regulation::judgeClockJump(*m_regulation, ClockWatch(*this).newest(), now));
        l.verdict.merge(regulation::judgeClockCheck(*m_regulation, now, now.at));
        if (now.source == "none" && !clockSynchronised()) {
            l.verdict.merge(finding(FindingId::ClockUnsynchronised, Severity::Warn, "kernel"));
        }
        for (record::Finding& one : l.verdict.findings) { // a demo has no time service to ask
            if (m_config.demo && one.severity == Severity::Warn) {
                one.severity = Severity::Note;
            }
        }
    });
    line("conformity", [&](HealthLine& l) {
        ConformityDesk desk(*this);
        l.detail = std::to_string(desk.checks().size());
        l.verdict = desk.standing(record::readClock());
    });
    line("disk", [&](HealthLine& l) {
        const std::int64_t free = ledger::freeBytes(m_home.root);
        l.detail = std::to_string(free >> 30) + " GiB free";
        if (free < m_config.freeBytesRequired) {
            l.verdict = finding(FindingId::DiskSpaceLow, Severity::Refuse, free,
                                m_config.freeBytesRequired, "bytes");
        }
    });
    line("ledger", [&](HealthLine& l) {
        l.detail = std::to_string(m_ledger->head().size) + " entries";
        l.verdict = m_ledger->verify();
        const auto pending = m_ledger->jobsWithOpenSeal().size();
        if (pending > 0) {
            l.verdict.merge(finding(FindingId::PendingSeals, Severity::Warn, pending));
        }
    });
    line("anchors", [&](HealthLine& l) {
        l.detail = std::to_string(m_config.anchors.size());
        l.verdict = Anchors(*this).standing();
    });
    line("witnesses", [&](HealthLine& l) {
        l.detail = std::to_string(m_config.witnesses.size());
        l.verdict = Witnesses(*this).standing();
    });
    line("emergency", [&](HealthLine& l) { // [F13]
        l.verdict = EmergencyLooks(*this).standing();
        l.detail = l.verdict.findings.empty() ? "nothing waits" : "looks wait";
    });
    line("audit-receivers", [&](HealthLine& l) { // [F5]
        l.detail = std::to_string(m_config.auditReceivers.size());
        l.verdict = AuditReceivers(*this).standing();
    });
    line("deliveries", [&](HealthLine& l) {
        Deliveries deliveries(*this);
        l.detail = std::to_string(deliveries.targets());
        l.verdict = deliveries.standing();
    });
    line("backup", [&](HealthLine& l) {
        const regulation::BackupFacts known = Backups(*this).facts();
        const auto& zone = m_regulation->calendar.utcOffset;
        for (const regulation::BackupTargetFacts& one : known.targets) {
            l.detail += one.name + " " +
                        (one.lastGood ? record::formatLocal(*one.lastGood, zone) : "–") + ", ";
        }
        l.detail += known.targets.empty() ? "none" : "drilled ";
        if (!known.targets.empty()) {
            l.detail += known.lastDrill ? record::formatLocal(known.lastDrill->at, zone) : "never";
        }
        l.verdict = Backups(*this).standing(record::readClock());
    });
    line("archive", [&](HealthLine& l) { // [F9]
        const PartsCovered known = ArchiveParts(*this).covered();
        l.detail = std::to_string(known.covered) + "/" + std::to_string(known.parts) +
                   " parts, replicas " + std::to_string(m_config.replicas.size());
        l.verdict = ArchiveParts(*this).standing(record::readClock());
        l.verdict.merge(Replicas(*this).standing());
    });
    line("media", [&](HealthLine& l) { // [F15]
        const std::vector<record::Medium> media = MediaDesk(*this).list();
        l.detail = std::to_string(std::count_if(media.begin(), media.end(),
                                                [](const record::Medium& one) {
                                                    return one.state == record::MediumState::Out;
                                                })) +
                   " out";
        l.verdict = MediaDesk(*this).standing(record::readClock());
    });
    line("temporary", [&](HealthLine& l) { // [F11]
        const TempReport left = TempData(*this).look();
        l.detail = std::to_string(left.kept) + " images kept for their time";
        for (const Leftover& one : left.found) {
            l.verdict.add(measuredFinding(FindingId::TempDataLeft, Severity::Warn, one.what));
            l.verdict.findings.back().subject = one.file.lexically_relative(m_home.root).string();
        }
    });
    line("incidents", [&](HealthLine& l) {
        const std::vector<IncidentRow> open = Versions(*this).openIncidents();
        l.detail = std::to_string(open.size()) + " open";
        for (const IncidentRow& row : open) {
            l.verdict.add(findingOf(FindingId::IncidentOpen, Severity::Warn, row.incident.id));
        }
    });
    return lines;
}

void Station::examineDevice(HealthLine& line) {
    const std::vector<record::DeviceIdentity> all = devices();
    const auto device = std::find_if(all.begin(), all.end(), [&](const record::DeviceIdentity& d) {
        return d.name == m_config.defaultDevice;
    });
    line.detail = m_config.defaultDevice;
    if (device == all.end()) {
        line.verdict =
            finding(FindingId::DeviceUnreachable, Severity::Refuse, m_config.defaultDevice);
        return;
    }
    line.detail += " (" + device->vendor + " " + device->model + ")";
    line.verdict = judgeQualified(qualificationOf(device->name), device->name, record::readClock());
}

void Station::examineCards(HealthLine& line) {
    if (m_config.pkcs11Module.empty()) {
        line.verdict = finding(FindingId::TokenUnreachable, Severity::Refuse, "pkcs11_module");
        return;
    }
    for (const config::Person& person : m_people) { // whatever the reader says
        if (!m_config.demo && !person.tokenLabel.empty() &&
            person.authenticationSha256 == record::Digest{}) {
            line.verdict.add(
                findingOf(FindingId::LogsInWithSigningKey, Severity::Note, person.user));
        }
    }
    const signing::CardsSeen seen =
        signing::lookAtCards(m_config.pkcs11Module, m_config.cardPatience);
    line.detail =
        std::to_string(seen.readers) + " readers, " + std::to_string(seen.cards.size()) + " cards";
    std::set<record::Digest> present;
    for (const signing::CardSeen& card : seen.cards) {
        line.detail += "; " + card.label + " " + card.serial;
        for (const signing::Der& der : card.certificates) {
            const record::SignerCertificate certificate = signing::describeCertificate(der);
            present.insert(certificate.sha256);
            line.detail +=
                ", " + certificate.holder + " until " +
                record::formatLocal(certificate.notAfter, m_regulation->calendar.utcOffset)
                    .substr(0, 10);
        }
        line.verdict.merge(judgeCard(card, record::readClock()));
    }
    for (const config::Person& person : m_people) {
        // One reader holds one card: in a real station a missing card is nobody's fault.
        const bool asked = person.authenticationSha256 != record::Digest{};
        const bool missing = !present.contains(person.certificateSha256) ||
                             (asked && !present.contains(person.authenticationSha256));
        if (m_config.demo && !person.tokenLabel.empty() && missing) {
            line.verdict.merge(
                finding(FindingId::TokenUnreachable, Severity::Refuse, person.tokenLabel));
        }
        if (!person.pkcs12.empty() && !std::filesystem::exists(m_home.keys() / person.pkcs12)) {
            line.verdict.merge(
                finding(FindingId::TokenUnreachable, Severity::Refuse, person.pkcs12));
        }
    }
    if (seen.cards.empty()) {
        line.verdict.merge(finding(FindingId::TokenUnreachable, Severity::Refuse, "none"));
    }
}

void Station::examineTimestamps(HealthLine& line) {
    const signing::Trust believed = trust();
    for (const config::TimestampService& service : m_config.timestampServices) {
        line.detail += (line.detail.empty() ? "" : ", ") + service.name;
        try {
            const auto authority = signing::openTimestampAuthority(service, m_home.demo());
            const signing::Token token =
                signing::timestamp(*authority, believed, record::sha256("seihon doctor"),
                                   record::readClock(), m_regulation->clockTolerance);
            line.detail += " " + record::formatLocal(token.at, m_regulation->calendar.utcOffset);
        } catch (const Fault& fault) {
            line.verdict.merge(finding(FindingId::TimestampAuthorityUnreachable, Severity::Refuse,
                                       service.name + ": " + fault.what()));
        }
    }
    if (m_config.timestampServices.empty()) {
        line.verdict =
            finding(FindingId::TimestampAuthorityUnreachable, Severity::Refuse, "none is set up");
    }
}

} // namespace seihon::station
