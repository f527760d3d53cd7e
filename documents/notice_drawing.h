#pragma once

// Private to documents: the line below each page that says what this is.

#include "documents/pdf_text.h"

#include <string>

namespace seihon::documents {

struct NoticeDrawing {
    double height = 0;     // points
    std::string operators; // for a strip of that height at the foot of the page
};

// The text as outlines, so that no font has to come along, and as hidden text; broken into as many
// lines as the width asks for. Faults: NotFound when the font is not installed.
NoticeDrawing drawNotice(TextCodes& codes, const std::string& text, double width);

} // namespace seihon::documents
