// Loaded into a Node program before the program itself: ends it when the script that started it is gone,
// even if that was killed without a chance to clean up.
if (process.channel) {
	process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
	process.channel.unref();
}
