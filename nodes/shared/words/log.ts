/** What stands in n8n's log. English, whatever language people read. */

export const logged = (message: string): string => `Kexiang: ${message}`;

export const stoppedInLog = (description: string): string =>
	`Kexiang: the execution was stopped. ${description}`;

export const acceptedInLog = (
	taskId: string,
	of: { node: string; item: number; taskSource: string | undefined; execution: string | undefined },
): string =>
	`Kexiang: accepted task ${taskId} (node ${JSON.stringify(of.node)}, item ${of.item}${
		of.taskSource === undefined ? '' : `, task source ${of.taskSource}`
	}, execution ${of.execution ?? 'unknown'})`;
