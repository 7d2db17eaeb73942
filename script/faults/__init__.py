"""The cases of script/chaos: real processes that are killed, frozen and doubled."""
