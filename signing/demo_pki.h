#pragma once

#include "record/instant.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace seihon::signing {

struct DemoPerson {
    std::string user;
    std::string name;           // CN gets " (DEMO)"
    std::string healthcareRole; // hcRole text or empty
};

struct DemoCard {
    std::string user;
    std::string tokenLabel;
    std::string certificateSha256;    // for signing
    std::string authenticationSha256; // for logging in
};

// Makes the demo's certification authority (root and issuing CA, profile of a real HPKI CA with the
// HPKI test policy OID 1.2.392.100495.1.5.1.1.0.1), TSA CA and TSA, CRLs, and one SoftHSM token for
// every person with PIN `pin`, with a key for signing and one for authentication (digitalSignature,
// HPKI test policy 1.2.392.100495.1.5.1.2.0.1, an authority of its own); all names say DEMO. PEM
// files of CA, TSA and people lie in `demoFolder`, the trust directory in `trustFolder`, tokens in
// `tokenFolder` with its softhsm2.conf. Faults: Internal, StorageFailed, TokenFailed.
std::vector<DemoCard>
makeDemoPki(const std::filesystem::path& demoFolder, const std::filesystem::path& trustFolder,
            const std::filesystem::path& tokenFolder, const std::filesystem::path& pkcs11Module,
            const std::vector<DemoPerson>& people, const std::string& pin,
            const std::string& stationId, const std::string& stationKeyBase64, record::Instant now);

// Points SoftHSM at the demo's tokens: rewrites softhsm2.conf when the folder has moved and sets
// SOFTHSM2_CONF of this process. Call it before the first use of the module. Faults: StorageFailed.
void useDemoTokens(const std::filesystem::path& tokenFolder);

// Issues fresh demo CRLs into trustFolder/crls when the present ones end within a day, or are not
// newer than `newerThan` while a list of now would be. True when it did.
bool refreshDemoCrls(const std::filesystem::path& demoFolder,
                     const std::filesystem::path& trustFolder, record::Instant now,
                     std::optional<record::Instant> newerThan = std::nullopt);

} // namespace seihon::signing
