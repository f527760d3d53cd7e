#pragma once

#include "capture/scan_source.h"
#include "image_files.h"
#include "record/fault.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace seihon::capture::test {

struct Drained {
    std::vector<CapturedPage> pages;
    std::optional<record::Fault> fault;
};

// Everything a source gives until its end or its fault.
Drained drain(ScanSource& source, std::stop_token stop = {});

// What `action` faults with; fails the test when it does not.
template <typename Action>
record::Fault faultOf(Action action) {
    try {
        action();
    } catch (const record::Fault& fault) {
        return fault;
    }
    ADD_FAILURE() << "no fault";
    return record::Fault(record::FaultKind::Internal, "no fault");
}

// A temporary home with a paper feeder, driven through the real libsane and the real worker. Small
// sheets at 100 dpi.
class FeederTest : public ::testing::Test {
  protected:
    void SetUp() override;
    void TearDown() override;

    std::filesystem::path tray(const std::string& name) const {
        return m_home / "a feeder/tray" / name;
    }
    std::filesystem::path out(const std::string& name) const {
        return m_home / "a feeder/out" / name;
    }
    // A colour sheet at 100 dpi.
    Picture put(const std::string& name, unsigned seed);
    void putSheets(int count); // 0001.png …
    void plan(const std::string& base, const std::string& event);
    std::unique_ptr<ScanSource>
    open(record::PaperSource source = record::PaperSource::FeederSimplex);
    Drained scan(record::PaperSource source = record::PaperSource::FeederSimplex);

    std::filesystem::path m_home;
    WorkerConfig m_config;
    record::ScanProfile m_profile;
};

// The picture lies in the page where the device says, every pixel of it.
void expectShows(const CapturedPage& page, const Picture& picture);

} // namespace seihon::capture::test
