// What the sandbox's database servers load instead of what Aurora has in their place; see pam_shim.c and
// aws_auth_plugin.c. Nothing in it is called by name from Swift.
#pragma once
