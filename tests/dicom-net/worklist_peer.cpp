#include "tests/dicom-net/worklist_peer.h"

#include "tests/support/run_tool.h"

#include <fstream>

namespace seihon::dicom_net {

namespace fs = std::filesystem;

namespace {

constexpr const char* kTitle = "STATIONWL";

// "\x1b$B" … "\x1b(B" around JIS X 0208.
std::string jis(const std::string& codes) {
    return "\x1b$B" + codes + "\x1b(B";
}

} // namespace

std::string sampleName() {
    return "Mihon^Hanako=" + jis("8+K\\") + "^" + jis("2V;R") + "=" + jis("$_$[$s") + "^" +
           jis("$O$J$3");
}

std::string otherName() {
    return "Yamada^Taro=" + jis(";3ED") + "^" + jis("B@O:") + "=" + jis("$d$^$@") + "^" +
           jis("$?$m$&");
}

WorklistPeer::WorklistPeer(const fs::path& folder)
    : m_folder(folder), m_port(support::freePort("127.0.0.1")) {
    fs::create_directories(m_folder / kTitle);
    std::ofstream(m_folder / kTitle / "lockfile") << "";
}

void WorklistPeer::add(const WorklistItem& item) {
    const std::string stem = (m_folder / std::to_string(++m_items)).string();
    std::ofstream(stem + ".dump", std::ios::binary)
        << "(0008,0005) CS [" << item.characterSet << "]\n(0008,0050) SH [" << item.accession
        << "]\n(0008,0090) PN [Ito^Ken]\n(0010,0010) PN [" << item.name << "]\n(0010,0020) LO ["
        << item.patientId << "]\n(0010,0030) DA [" << item.birthDate << "]\n(0010,0040) CS ["
        << item.sex << "]\n(0020,000d) UI [" << item.study
        << "]\n(0032,1060) LO [scan of letters]\n(0040,0100) SQ\n(fffe,e000) na\n"
           "(0008,0060) CS [OT]\n(0040,0001) AE [STATION]\n(0040,0002) DA ["
        << item.day
        << "]\n(0040,0003) TM [1000]\n(0040,0006) PN [Ito^Ken]\n(0040,0007) LO [scan]\n"
           "(0040,0009) SH ["
        << item.stepId << "]\n(fffe,e00d) na\n(fffe,e0dd) na\n(0040,1001) SH [R1]\n";
    const auto made =
        support::runTool("dump2dcm " + stem + ".dump " +
                         (m_folder / kTitle / (std::to_string(m_items) + ".wl")).string());
    if (made.exitCode != 0) {
        throw std::runtime_error(made.output);
    }
}

bool WorklistPeer::start() {
    m_server = support::ChildProcess(
        {"/usr/bin/wlmscpfs", "-csk", "-dfp", m_folder.string(), std::to_string(m_port)}, {},
        m_folder / "log");
    return support::awaitListener("127.0.0.1", m_port);
}

std::string WorklistPeer::settings(int port) const {
    return "[worklist]\nhost = \"127.0.0.1\"\nport = " + std::to_string(port == 0 ? m_port : port) +
           "\ncalled_ae = \"" + kTitle +
           "\"\ncalling_ae = \"STATION\"\ntimeout_seconds = 3\ntls = false\n";
}

} // namespace seihon::dicom_net
