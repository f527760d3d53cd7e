#pragma once

#include "record/page_image.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

// Views: a page in smaller sizes for screens. They are derived from the master, lie in a folder of
// their own, are written without fsync and may be deleted at any time; no record ever holds one.
namespace seihon::station {

// Level 0 fits into a box of 256 pixels, 1 of 512, 2 of 1024; what is larger is the master itself.
inline constexpr int kViewLevels = 3;

class ViewFolder {
  public:
    explicit ViewFolder(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    // The view as it was kept; empty when there is none that can be read.
    std::optional<record::PageImage> kept(const std::string& capture, int level) const;
    bool hasAll(const std::string& capture) const;
    // Makes all levels out of the master, each from the one above, keeps them and gives the one
    // asked for. That they cannot be kept is no fault.
    record::PageImage make(const std::string& capture, const record::PageImage& master,
                           int level) const;

  private:
    std::filesystem::path fileOf(const std::string& capture, int level) const;
    void keep(const std::string& capture, int level, const record::PageImage& view) const;

    std::filesystem::path m_folder;
};

} // namespace seihon::station
