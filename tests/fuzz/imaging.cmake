seihon_fuzz(imaging-tiff SOURCES ${CMAKE_CURRENT_LIST_DIR}/imaging_tiff.cpp USES imaging record)
seihon_fuzz(pdf-signatures SOURCES ${CMAKE_CURRENT_LIST_DIR}/pdf_signatures.cpp ${CMAKE_CURRENT_LIST_DIR}/../support/signed_pdf.cpp USES pdf record)
target_include_directories(fuzz-pdf-signatures PRIVATE ${CMAKE_SOURCE_DIR}/tests)
