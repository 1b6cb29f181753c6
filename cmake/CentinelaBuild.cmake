# Compiler settings through targets, never through global flags.
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")

add_library(centinela_warnings INTERFACE)
target_compile_options(centinela_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wold-style-cast -Wnon-virtual-dtor -Wunused
  -Wnull-dereference
  $<$<BOOL:${CENTINELA_WERROR}>:-Werror>)

add_library(centinela_build INTERFACE)
target_compile_features(centinela_build INTERFACE cxx_std_20)
# Replays must agree bit for bit, so the compiler may not contract a*b+c on its own.
target_compile_options(centinela_build INTERFACE
  -ffp-contract=off
  $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=2>
  $<$<CONFIG:Release>:-fstack-protector-strong>
  $<$<NOT:$<CONFIG:Release>>:-D_GLIBCXX_ASSERTIONS>)
target_link_options(centinela_build INTERFACE $<$<CONFIG:Release>:-Wl,-z,relro,-z,now>)
if(CENTINELA_SANITIZER)
  target_compile_options(centinela_build INTERFACE
    -fsanitize=${CENTINELA_SANITIZER} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(centinela_build INTERFACE -fsanitize=${CENTINELA_SANITIZER})
endif()

# Gives one of our own targets the language level, hardening and warnings.
function(centinela_configure_target target)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON)
  target_link_libraries(${target} PRIVATE
    $<BUILD_INTERFACE:centinela_warnings> $<BUILD_INTERFACE:centinela_build>)
endfunction()
