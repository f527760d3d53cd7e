seihon_fuzz(dicom-text SOURCES ${CMAKE_CURRENT_LIST_DIR}/dicom_text.cpp USES dicom)
