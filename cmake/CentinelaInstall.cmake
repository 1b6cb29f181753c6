include(CMakePackageConfigHelpers)
install(TARGETS centinela_core EXPORT centinelaTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/centinela DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT centinelaTargets NAMESPACE centinela::
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/centinela)
configure_package_config_file(cmake/centinelaConfig.cmake.in
  ${CMAKE_CURRENT_BINARY_DIR}/centinelaConfig.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/centinela)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/centinelaConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/centinelaConfig.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/centinelaConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/centinela)
if(TARGET centinela)
  install(TARGETS centinela RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
