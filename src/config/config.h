// The configuration: include this to read settings or to load them. Floor 9.
#pragma once

#include "config/load.h"      // IWYU pragma: export
#include "config/sections.h"  // IWYU pragma: export
