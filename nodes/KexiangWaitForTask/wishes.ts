import type { IExecuteFunctions } from 'n8n-workflow';

import { describeError, type ItemError } from '../shared/nodeErrors';
import { readFields } from '../shared/parameters/readFields';
import { TASK_ID } from '../shared/parameters/taskId';
import { DOWNLOAD_FILES, ON_TIMEOUT, type OnTimeout } from '../shared/parameters/waiting';
import { rawParameters } from '../shared/rawParameters';
import type { WatchedItem } from '../shared/waiting/fates';
import { readDeliverySettings, readWatchSettings } from '../shared/waiting/settings';
import type { WatchSettings } from '../shared/waiting/watch';
import { STATUS_OPTIONS, TASK_SOURCE } from './form';
import { taskOf } from './tasks';

/** What one input item asks for, or why it cannot be asked for. */
export type Wish = (WatchedItem & { watch: WatchSettings }) | { error: ItemError };

/** Reads the parameters of every input item; bad input of one does not touch the others. */
export const readWishes = (context: IExecuteFunctions, isWait: boolean): Wish[] =>
	context.getInputData().map((item, index) => {
		try {
			const raw = rawParameters(context, index);
			const form = readFields(
				{ taskId: TASK_ID, taskSource: TASK_SOURCE, downloadFiles: DOWNLOAD_FILES },
				raw,
			);
			const { queryPath, simplify = true } = readFields(STATUS_OPTIONS, raw);
			const onTimeout = isWait
				? readOnTimeout(ON_TIMEOUT.parse(raw('onTimeout', 'form')))
				: 'error';
			return {
				task: taskOf(item.json, { ...form, ...(queryPath !== undefined && { queryPath }) }),
				index,
				watch: readWatchSettings(raw),
				settings: {
					...readDeliverySettings(raw, { downloadFiles: form.downloadFiles, simplify }),
					onTimeout,
				},
			};
		} catch (cause) {
			return { error: describeError(cause) };
		}
	});

const readOnTimeout = (value: string): OnTimeout =>
	value === 'output' || value === 'pass' ? value : 'error';
