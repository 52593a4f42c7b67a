import { tool } from '../../shared/answers/endpoints';
import { isTaskSourceName } from '../../shared/answers/sources';
import { inForm, required, readFields, isUnset } from '../../shared/operation/field';
import { choice, jsonObject, path } from '../../shared/operation/scalarFields';
import { syncOperation, type Operation } from '../../shared/operation/operation';
import { QUERY_PATH, TASK_SOURCE_CHOICES } from '../../shared/operation/waitFields';
import { ParameterProblem } from '../../shared/answers/parameterProblem';
import * as words from '../../shared/words/operations';

const NO_TASK = 'none';

const fields = {
	api: required(
		choice({
			label: 'API',
			default: 'tool',
			values: [
				{ name: 'Task API', value: 'task', description: 'Paths that begin with /api/v1' },
				{ name: 'Tool API', value: 'tool', description: 'Paths that begin with /minimalist/api' },
			],
			description: 'Which of the two base URLs in the credential the path belongs to',
		}),
	),
	method: required(
		choice({
			label: 'Method',
			default: 'POST',
			values: ['GET', 'POST'],
			description:
				'A POST counts as paid and is not repeated once it may have been accepted; a GET has no body',
		}),
	),
	path: required(
		path({
			label: 'Path',
			description: 'Path of the service as the platform documents it, without the host',
		}),
	),
	body: inForm(jsonObject({ label: 'Body', description: 'Body of a POST, as JSON' })),
	taskSource: required(
		choice({
			label: 'Task Source',
			default: NO_TASK,
			values: [
				{ name: 'None', value: NO_TASK, description: 'The response contains the result' },
				...TASK_SOURCE_CHOICES,
			],
			description: 'Which part of the platform to poll for the task in the response',
		}),
	),
	queryPath: QUERY_PATH,
};

/** Any path of the platform, including services that have no operation yet. */
export const callPath: Operation = {
	...syncOperation({
		value: 'callPath',
		title: '自定义接口',
		summary: 'Call any path of the platform with the key of the credential',
		action: 'Call path',
		section: '1.3',
		evidence: { path: 'user', body: 'D', response: 'D' },
		official: false,
		endpoint: tool(''),
		fields,
		toBody: (p) => p.body ?? {},
	}),
	resolve(raw) {
		const p = readFields(fields, raw);
		const source = isTaskSourceName(p.taskSource) ? p.taskSource : undefined;
		if (p.method === 'POST' && isUnset(raw('body', 'form')))
			throw new ParameterProblem('Body', words.isEmptyBody(), words.enterEmptyObject());
		if (source === undefined && p.queryPath !== undefined) {
			throw new ParameterProblem('Query Path', words.hasNoTaskSource(), words.chooseTaskSource());
		}
		return {
			...callPath,
			kind: source === undefined ? 'sync' : 'submit',
			endpoint: {
				api: p.api === 'task' ? 'task' : 'tool',
				method: p.method === 'GET' ? 'GET' : 'POST',
				path: p.path,
			},
			...(source !== undefined && { taskSource: source }),
			...(p.queryPath !== undefined && { queryPath: p.queryPath }),
		};
	},
};
