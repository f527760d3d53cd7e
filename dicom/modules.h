#pragma once

#include "dicom/elements.h"

// Private to dicom: the modules of PS3.3 that the objects share.
namespace seihon::dicom {

// Patient, study, series, equipment and SOP common, and what the kind of object has beside its
// pixels.
void putModules(Elements& out, const Document& document);

// Modality LUT (PS3.3 C.11.1) of a calibrated film.
void putFilmScale(Elements& out, const FilmScale& film, int bitsStored);

} // namespace seihon::dicom
