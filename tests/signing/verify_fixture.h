#pragma once

#include "record/json.h"
#include "signing/seal_rules.h"
#include "signing/verify_record.h"
#include "tests/signing/verify_pki.h"

#include <filesystem>
#include <map>
#include <string>

namespace seihon::signing::forge {

// A folder of its own that goes with the object.
class TempFolder {
  public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    const std::filesystem::path& path() const { return m_path; }

  private:
    std::filesystem::path m_path;
};

using Files = std::map<std::string, std::string>;

// Every step of sealing with its inputs; the defaults make a good record of two sheets.
struct RecordPlan {
    Identity signer = authorities().signer;
    Identity tsa = authorities().tsa;
    Instant signedAt = kSigned;
    TokenPlan token;
    std::vector<Der> certificates{authorities().issuing.certificate,
                                  authorities().root.certificate};
    std::vector<Der> crls{authorities().rootCrl, authorities().issuingCrl};
    std::vector<Der> tsaCertificates{authorities().tsaRoot.certificate};
    std::vector<Der> tsaCrls{authorities().tsaCrl};
    bool signedByStation = true; // false: record.json's stationSignature stays as it is
    Files pages{{"pages/0001.tif", "first page"}, {"pages/0002.tif", "second page"}};
};

// The key of "station-1", which authorities().trust names.
const std::filesystem::path& stationKeyFile();
// The record with its stationSignature made anew, where it has one.
record::Json signedByStation(record::Json recordJson);
record::Json recordJsonFor(const RecordPlan& plan);
record::Manifest manifestFor(const Files& files);
// The seal over a manifest, and all files of a record.
Der sealFor(const RecordPlan& plan, const std::string& manifest);
Files sealedFiles(const RecordPlan& plan, const record::Json& recordJson);
Files sealedFiles(const RecordPlan& plan = {});

void writeFiles(const std::filesystem::path& folder, const Files& files);
std::string readFile(const std::filesystem::path& file);
inline std::string textOf(const Der& der) {
    return {der.begin(), der.end()};
}
inline Der derOf(const std::string& text) {
    return {text.begin(), text.end()};
}

// verifyRecord over the files, in a fresh folder.
RecordVerification verifyFiles(const Files& files, const Trust& trust = authorities().trust,
                               Instant now = kNow);

// Names and severities of the findings, one a line, for messages.
std::string describe(const record::Verdict& verdict);

// A good record of two sheets, and the names of two of its files.
inline const std::string kManifest = "META-INF/ASiCManifest001.xml";
inline const std::string kSignature = "META-INF/signature001.p7s";
const Files& goodFiles();
void expectValid(const Files& files, const Trust& trust = authorities().trust);
void expectRefused(const Files& files, record::FindingId id,
                   const Trust& trust = authorities().trust);

// A seal alone, over a content that is no record.
inline const std::string kSealedContent = "the manifest";
Der goodSeal();
SealReading readGoodContent(const Der& cms, const Trust& trust = authorities().trust);
void expectRefused(const Der& cms, record::FindingId id, const Trust& trust = authorities().trust);

// The trust of authorities() as a directory.
void writeTrust(const std::filesystem::path& folder);

} // namespace seihon::signing::forge
