import { Component, type ReactNode } from 'react';
import classes from './ComponentBoundary.module.css';

type Props = { id: string; resetKey: unknown; children: ReactNode };

/** Keeps a component that fails from taking the page with it. What is edited is drawn anew. */
export class ComponentBoundary extends Component<Props, { failed: string | null; resetKey: unknown }> {
  override state = { failed: null as string | null, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): { failed: string } {
    return { failed: error instanceof Error ? error.message : String(error) };
  }

  static getDerivedStateFromProps(props: Props, state: { resetKey: unknown }): { failed: null; resetKey: unknown } | null {
    return props.resetKey === state.resetKey ? null : { failed: null, resetKey: props.resetKey };
  }

  override render(): ReactNode {
    if (this.state.failed === null) return this.props.children;
    return (
      <div role="alert" className={classes.failed}>
        {this.props.id} could not be shown: {this.state.failed}
      </div>
    );
  }
}
