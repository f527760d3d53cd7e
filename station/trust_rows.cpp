#include "station/trust_rows.h"

#include "signing/certificate.h"
#include "signing/text.h"

namespace seihon::station {

namespace {

using Roots = std::map<std::string, std::vector<signing::Der>>;

struct Rows {
    record::Instant now{};
    std::chrono::days warning{};
    std::vector<TrustRow> all;

    void add(TrustRow row) {
        if (row.until) {
            row.health = now >= *row.until             ? Health::Bad
                         : *row.until - now <= warning ? Health::Careful
                                                       : Health::Well;
        }
        all.push_back(std::move(row));
    }
    void addRoots(TrustKind kind, const Roots& roots, const std::vector<std::string>& names,
                  bool testMode) {
        for (const std::string& name : names) {
            const auto file = roots.find(name);
            if (file == roots.end()) {
                continue; // loadTrust refuses such a folder
            }
            for (const signing::Der& root : file->second) {
                add({kind, name, signing::subjectNameOf(root), signing::endOfCertificate(root),
                     testMode});
            }
        }
    }
};

} // namespace

std::vector<TrustRow> trustRows(const signing::Trust& trust, record::Instant now,
                                std::chrono::days warning) {
    Rows rows{now, warning, {}};
    for (const config::TrustProfile& one : trust.file.profiles) {
        rows.add({TrustKind::SignerProfile, one.name, {}, one.validUntil, one.testMode});
        rows.addRoots(TrustKind::SignerRoot, trust.roots, one.roots, one.testMode);
    }
    for (const config::TrustedTimestampService& one : trust.file.timestampServices) {
        rows.add({TrustKind::TimestampService, one.name, {}, one.accreditedUntil, one.testMode});
        rows.addRoots(TrustKind::TimestampRoot, trust.tsaRoots, one.roots, one.testMode);
    }
    return rows.all;
}

} // namespace seihon::station
