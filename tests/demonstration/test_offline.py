"""How much of a handbook of this size every device keeps."""

from tests.test_offline import handbook, test_what_every_device_keeps_is_bounded
