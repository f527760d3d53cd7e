#pragma once

#include "record/sentences.h"
#include "station/station.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace seihon::station {

// One number of a project that other numbers must add up to.
struct ProjectSum {
    std::string id; // "jobs-opened"
    std::string japanese, english;
    std::int64_t total = 0;
    struct Part {
        std::string japanese, english;
        std::int64_t count = 0;
    };
    std::vector<Part> parts;
    bool closes() const;
};

// A number that stands by itself.
struct ProjectCount {
    std::string id, japanese, english;
    std::int64_t count = 0;
};

struct ProjectNumbers {
    std::vector<ProjectSum> sums;
    std::vector<ProjectCount> counts;
    bool close() const; // all of them
};

// The project as its entries tell it: plan, people, approvals, every number closed by an arithmetic
// that is printed, inspections, audits. No patient is named in it.
class ProjectReport {
  public:
    ProjectReport(Station& station, const std::string& project);

    const ProjectNumbers& numbers() const { return m_numbers; }
    std::string text(record::Language language);
    // .pdf, .html, .csv (the numbers) or .txt. Faults: Usage for another ending, or when the file
    // is there; StorageFull, StorageFailed.
    void write(const std::filesystem::path& file, record::Language language);

  private:
    Station& m_station;
    std::string m_project;
    ProjectNumbers m_numbers;
};

} // namespace seihon::station
