#pragma once

#include "dicom/document.h"

#include <filesystem>
#include <string>

namespace seihon::dicom {

// A page with something in every sample: noise of its own for every seed.
record::PageImage noisyPage(std::int64_t width, std::int64_t height, int channels, int bits,
                            unsigned seed);

// A document that knows everything about patient and device, with pages for its kind.
Document fullDocument(ObjectKind kind, unsigned seed);
// One that knows nothing but what an object must have.
Document bareDocument(ObjectKind kind, unsigned seed);

// A folder of its own that goes with it.
class ScratchFolder {
  public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete; // owns its folder
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    std::string file(const std::string& name) const { return (m_path / name).string(); }
    std::string write(const std::string& name, const std::vector<std::uint8_t>& bytes) const;

  private:
    std::filesystem::path m_path;
};

// Lines of dciodvfy that say Error.
std::string errorsOf(const std::string& file);
std::string nameOfKind(ObjectKind kind);

} // namespace seihon::dicom
