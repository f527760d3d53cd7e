#include "station/worker_place.h"

namespace seihon::station {

capture::WorkerConfig workerBesideProgram() {
    const std::filesystem::path folder =
        std::filesystem::read_symlink("/proc/self/exe").parent_path();
    capture::WorkerConfig config;
    config.executable = folder / "seihon-scan-worker";
    config.backendDir = folder;
    return config;
}

} // namespace seihon::station
