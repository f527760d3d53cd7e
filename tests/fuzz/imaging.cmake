seihon_fuzz(imaging-tiff SOURCES ${CMAKE_CURRENT_LIST_DIR}/imaging_tiff.cpp USES imaging record)
