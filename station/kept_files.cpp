#include "station/kept_files.h"

#include "ledger/durable_file.h"
#include "record/digest.h"
#include "station/findings.h"

namespace seihon::station {

record::Verdict judgeKeptFiles(const Home& home) {
    record::Verdict verdict;
    for (const std::filesystem::path& folder :
         {home.regulations(), home.peopleKept({}).parent_path(),
          home.projectPlan({}).parent_path()}) {
        if (!std::filesystem::exists(folder)) {
            continue;
        }
        for (const auto& file : std::filesystem::directory_iterator(folder)) {
            const bool kept = file.is_regular_file() && file.path().extension() == ".toml";
            if (kept && record::sha256(ledger::readWhole(file.path(), kConfigFileBytes)).hex() !=
                            file.path().stem().string()) {
                verdict.add(findingOf(record::FindingId::FileAltered, record::Severity::Refuse,
                                      file.path().string()));
            }
        }
    }
    return verdict;
}

} // namespace seihon::station
