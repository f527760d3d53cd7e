#pragma once

// Private to imaging/pdf: a digest over everything of a document that a viewer may show.

#include "imaging/pdf/qpdf.h"
#include "record/digest.h"

namespace seihon::imaging::pdf {

struct ShownContent {
    record::Digest pages;      // pages, annotations, forms, attachments, scripts, layers
    record::Digest signatures; // the boxes of signature fields
};

// By object number, as incremental updates keep them (ISO 32000-1 §7.5.6). qpdf's exceptions pass
// through, and std::runtime_error when there is too much to look at.
ShownContent shownContentOf(QPDF& pdf);

} // namespace seihon::imaging::pdf
