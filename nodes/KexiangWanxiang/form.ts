import { providerForm } from '../shared/operation/form';
import { wanxiang } from './provider';

export const form = providerForm(wanxiang.operations);
