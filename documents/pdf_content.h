#pragma once

// Private to documents: what a page of ours draws, read back.

#include "documents/qpdf.h"

#include <array>
#include <string>
#include <vector>

namespace seihon::documents {

struct PageContent {
    std::array<double, 6> image{};     // the matrix under which the image is drawn
    int images = 0;                    // how often one is
    bool shownText = false;            // text that is not hidden
    std::vector<std::string> problems; // against ISO 19005-2
};

PageContent readContent(QPDFObjectHandle page);

} // namespace seihon::documents
