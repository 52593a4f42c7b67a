import { isAbout, locate } from '../../nodes/shared/answers/lookup';
import {
	TASK_SOURCES,
	taskSource,
	type AnswerRow,
	type TaskSourceName,
} from '../../nodes/shared/answers/sources';
import { readTask } from '../../nodes/shared/answers/task';

/** Answers about tasks, and what is read in them. */

export const SOURCES = Object.keys(TASK_SOURCES) as TaskSourceName[];

export const rowOf = (source: TaskSourceName): AnswerRow => taskSource(source).reads;

type Known = Omit<Parameters<typeof readTask>[1], 'source'>;
export const record = (answer: unknown, known: Known = {}) =>
	readTask(answer, { source: 'userTask', ...known });
export const tool = (answer: unknown, known: Known = {}) =>
	readTask(answer, { source: 'toolTask', ...known });
/** A task that succeeded, by its output. */
export const output = (service_output: unknown, known: Known = {}) =>
	record({ id: 7, task_status: 'success', service_output }, known);
/** What a tool answered, by its data. */
export const toolData = (data: unknown, known: Known = {}) =>
	tool({ code: 0, errorMessage: '', data }, known);

export const idIn = (answer: unknown, row: AnswerRow): string | undefined =>
	locate(answer, row).ids[0];
export const isOf = (answer: unknown, id: string, source: TaskSourceName) =>
	isAbout(locate(answer, rowOf(source)), id);
