#pragma once

#include "tests/support/child_process.h"

#include <filesystem>
#include <string>

namespace seihon::dicom_net {

// One scheduled step, in the words of dump2dcm; names in ISO 2022 IR 87.
struct WorklistItem {
    std::string accession = "A1", patientId = "P-000123";
    std::string name; // bytes, all groups
    std::string birthDate = "19500101", sex = "F";
    std::string study = "2.25.501", stepId = "S1", day = "20260101";
    std::string characterSet = "\\ISO 2022 IR 87";
};

// 見本^花子 with its kana and Latin letters: whom StationHome registers.
std::string sampleName();
// 山田^太郎, who is somebody else.
std::string otherName();

// DCMTK's wlmscpfs with orders of a test, in a folder of its own.
class WorklistPeer {
  public:
    explicit WorklistPeer(const std::filesystem::path& folder);

    void add(const WorklistItem& item);
    bool start();
    void stop() { m_server.kill(); }
    // The table of deliveries.toml; `port` of another listener than ours.
    std::string settings(int port = 0) const;
    int port() const { return m_port; }

  private:
    std::filesystem::path m_folder;
    int m_port, m_items = 0;
    support::ChildProcess m_server;
};

} // namespace seihon::dicom_net
